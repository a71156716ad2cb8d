"""What PyTorch refuses and this library may take: a pattern of PyTorch's message, and why."""

TAKEN: dict[str, str] = {}
