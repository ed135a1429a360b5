"""docs/changing.md: the folders of the program are those of its table, and import only from those above."""

import ast
import re

from pages import read

from helpers import PROJECT

FOLDERS = re.findall(r"^\| `(\w+)` \| ", read("docs/changing.md"), re.MULTILINE)


def modulesOf(folder):
    return [path for path in (PROJECT / folder).glob("*.py") if path.name != "__init__.py"]


def importedBy(path):
    """The folders of support that a module imports from, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [f"{node.module}.{each.name}" for each in node.names] if names == ["support"] else []
        names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("support.")}
    return found


def testTheTableHasEveryFolder():
    folders = [path.name for path in (PROJECT / "support").iterdir() if list(path.glob("*.py"))]
    assert sorted(FOLDERS) == sorted(folders)


def testNoFolderImportsFromOneBelowIt():
    for place, folder in enumerate(FOLDERS):
        for path in modulesOf(f"support/{folder}"):
            assert importedBy(path) <= set(FOLDERS[: place + 1]), path


def testNoFolderHasASingleModuleOrFoldersOfModules():
    for kind in ("support", "experiments"):
        folders = [path for path in (PROJECT / kind).iterdir() if list(path.glob("*.py"))]
        for folder in folders:
            assert len(modulesOf(f"{kind}/{folder.name}")) > 1, folder
            assert not list(folder.glob("*/*.py")), folder
