"""Copies the packages that a restored project uses, from NuGet's cache into a folder.

usage: closure.py <obj/project.assets.json> <target folder>
"""

import json
import pathlib
import shutil
import sys


def main() -> int:
    assets = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    target = pathlib.Path(sys.argv[2])
    folders = [pathlib.Path(folder) for folder in assets["packageFolders"]]
    target.mkdir(parents=True, exist_ok=True)
    for key, library in assets["libraries"].items():
        if library["type"] != "package":
            continue
        name, version = key.lower().split("/")
        file = f"{name}.{version}.nupkg"
        places = [folder / library["path"] / file for folder in folders]
        found = next((place for place in places if place.exists()), None)
        if found is None:
            print(f"error: {file} is not in {', '.join(map(str, folders))}", file=sys.stderr)
            return 1
        shutil.copyfile(found, target / file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
