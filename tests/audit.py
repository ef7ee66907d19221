"""Lists the known faults of the locked versions: `make audit`. Ends with 1 for a fault, and where not all is known."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCKED = Path(__file__).parent / "requirements.txt"


def run_audit() -> list[dict[str, Any]]:
    """Return what the list of known faults says of each locked package; empty where it cannot be reached."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(LOCKED), "-f", "json"]
    done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, check=False)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        return []


def say_audit(packages: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """Return the exit code and the lines for what was found."""
    lines = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for package in packages
        for fault in package.get("vulns", ())
    ]
    unknown = sum("skip_reason" in package for package in packages)
    if not packages or unknown == len(packages):
        return 1, ["The list of known faults could not be reached, so nothing was checked; try again with a network."]
    if unknown:
        lines.append(f"{unknown} of {len(packages)} packages are not in the list of known faults and were not checked.")
    if lines:
        return 1, lines
    return 0, [f"None of the {len(packages)} locked packages has a known fault."]


if __name__ == "__main__":
    code, said = say_audit(run_audit())
    print("\n".join(said))
    sys.exit(code)
