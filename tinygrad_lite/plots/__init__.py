"""Pictures."""

from .activations import plot_activation_maps, plot_activations
from .confusion import plot_confusion_matrix
from .curves import plot_history
from .decision_boundary import plot_decision_boundary
from .explore import explore
from .gradient_flow import plot_gradient_flow
from .graph import computation_graph
from .landscape import plot_loss_slice, plot_loss_surface
from .picture import picture
from .range_test import plot_range_test
from .schedules import plot_schedule, plot_schedules
from .weights import plot_weights

__all__ = [
    "computation_graph",
    "explore",
    "picture",
    "plot_activation_maps",
    "plot_activations",
    "plot_confusion_matrix",
    "plot_decision_boundary",
    "plot_gradient_flow",
    "plot_history",
    "plot_loss_slice",
    "plot_loss_surface",
    "plot_range_test",
    "plot_schedule",
    "plot_schedules",
    "plot_weights",
]
