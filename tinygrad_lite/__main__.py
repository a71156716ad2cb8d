"""`python -m tinygrad_lite` is the command `tinygrad-lite`, where scripts are not on the PATH."""

from tinygrad_lite.cli import main

if __name__ == "__main__":
    main(prog_name="tinygrad-lite")
