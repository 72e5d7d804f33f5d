"""Cannot be loaded."""

raise RuntimeError("conf: broken at load")
