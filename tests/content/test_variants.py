"""The variants of each email of whatever is in content/."""

from tests.invariants.variants import *
