"""A student's program in a process that can neither read nor change anything of ours. See tiers.py."""

from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.started import Started
from tinygrad_lite.grading.sandbox.tier import LIMITS_ONLY, PARTIAL, SANDBOX, Tier
from tinygrad_lite.grading.sandbox.tiers import NoSandbox, best_tier, with_forks
