"""Under tests/content/ everything is asked of the playbook in content/, whatever it says."""

import pytest

from tests.conftest import ROOT, Which


@pytest.fixture(scope="module", params=["full", "source"])
def which(request: pytest.FixtureRequest) -> Which:
    return ROOT, request.param
