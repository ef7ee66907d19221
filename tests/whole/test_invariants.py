"""What holds for the playbook in content/ holds for the test playbooks too, so for the generator."""

import pytest

from tests.conftest import HUT, OFFBOARDING, Which
from tests.invariants.editor import *
from tests.invariants.order import *
from tests.invariants.pages import *
from tests.invariants.requirements import *
from tests.invariants.safeguards import *
from tests.invariants.variants import *


@pytest.fixture(scope="module", params=[(OFFBOARDING, "source"), (HUT, None)], ids=["source", "hut"])
def which(request: pytest.FixtureRequest) -> Which:
    """The large test playbook in its smaller edition, for the sake of time, and the small one."""
    chosen: Which = request.param
    return chosen
