"""What holds for the playbook in content/ holds for the test playbooks too, so for the generator."""

from tests.invariants.editor import *
from tests.invariants.letters import *
from tests.invariants.order import *
from tests.invariants.pages import *
from tests.invariants.requirements import *
from tests.invariants.safeguards import *
