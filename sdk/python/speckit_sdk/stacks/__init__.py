"""Stack templates: what a project is made of."""

from __future__ import annotations

from .scaffolder import Scaffolder
from .template import StackTemplate, file_template

__all__ = ["Scaffolder", "StackTemplate", "file_template"]
