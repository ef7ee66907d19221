"""The message for a fault of ours, and which release this is."""

from importlib.metadata import PackageNotFoundError, metadata, version


def find_version() -> str:
    """Return the version of the installed package."""
    try:
        return version("playbook")
    except PackageNotFoundError:  # run from its folder
        return "(not installed)"


def describe_bug(traceback: str) -> str:
    """Return a line on whose fault it is and where to report it, and below it the traceback."""
    said = f"This is a bug in playbook {find_version()}, not a mistake of yours"
    return f"{said}; please report it{_find_place()} with what you typed and these lines:\n{traceback.rstrip()}"


def _find_place() -> str:
    """Return where to report bugs, as the package's own data have it; nothing where it is not installed."""
    try:
        urls = metadata("playbook").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((f" at {url}" for label, _, url in (line.partition(", ") for line in urls) if label == "Issues"), "")
