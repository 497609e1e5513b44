"""The checks, a room a kind of question and a module a question; importing this package registers them all."""

from importlib import import_module
from pkgutil import walk_packages

from rules.rulebook import load_wording

for module in walk_packages(__path__, f"{__name__}."):
    import_module(module.name)

loaded = load_wording()
