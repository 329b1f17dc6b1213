"""The files that an importer reads, in a folder or in a zip, which mlgraph never unpacks to the disk."""

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import IO

from mlgraph import filesystem
from mlgraph.errors import FileError
from mlgraph.graphfile.parsing import is_zip
from mlgraph.printable import sanitize

# twice the size of the largest published tables, which are ESCO 1.2's relations and O*NET's ratings
TABLE_BYTES = 96 * 2**20
# a source has dozens of files; a source with more files is a wrong folder, or an attack
MOST_FILES, DEEPEST = 10_000, 3
_ZIPPED = "cannot be read from the zip"


class Files:
    """The files of a folder, a zip or a single file to import, by path.

    The path of a file in a zip is the path of the zip, followed by the name of the file inside the zip.

    The class never unpacks a zip to the disk, never reads more than TABLE_BYTES of a file, and never opens a zip inside
    a zip. If the file to import is a pipe, which has no suffix, the content of the pipe shows whether the file is a
    zip. Raises FileError if the folder, zip or file does not exist.
    """

    def __init__(self, source: Path) -> None:
        if not filesystem.is_standard(source):
            filesystem.check_exists(source)
        self.source = source

    @property
    def name(self) -> str:
        """The name of the folder, zip or file to import, for messages."""
        return sanitize(filesystem.name_of(self.source), 200)

    @cached_property
    def _piped(self) -> bytes | None:
        """The content of the file to import if it is a pipe, which the program can read only once, or else None."""
        is_pipe = filesystem.is_standard(self.source) or filesystem.is_shell_pipe(self.source)
        return filesystem.read(self.source, TABLE_BYTES) if is_pipe else None

    @cached_property
    def is_zip(self) -> bool:
        """Whether the program imports from a zip."""
        if self._piped is not None:
            return is_zip(self._piped)
        return self.source.suffix.lower() == ".zip" and os.path.isfile(self.source)

    @property
    def is_one_file(self) -> bool:
        """Whether the program imports from a single file, and neither from a folder nor from a zip."""
        return not self.is_zip and not os.path.isdir(self.source)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths of all files in the folder or zip that is imported, with files in subfolders last.

        If the program imports a single file, `paths` has only the path of this file. Raises FileError if a folder or
        zip has too many files.
        """
        if self.is_zip:
            found = [self.source / name for name in self._open().namelist() if not name.endswith("/")]
        elif os.path.isdir(self.source):
            found = [*_walk(self.source)]
        else:
            found = [self.source]
        return tuple(sorted(found, key=lambda path: (len(path.parts), str(path))))

    def find(self, name: str) -> Path | None:
        """Return the path of the first file in `paths` with a given name, or None if no file has the name."""
        if not self.is_zip and os.path.lexists(self.source / name):
            return self.source / name
        return next((path for path in self.paths if path.name == name), None)

    def get(self, name: str) -> Path:
        """Return the path of the first file with a given name, or if there is none, its path in the top folder."""
        return self.find(name) or self.source / name

    def match(self, pattern: str) -> Iterator[tuple[Path, re.Match[str]]]:
        """Yield the path of each file in the imported folder or zip whose name matches a pattern, and the match.

        `pattern` is a regular expression for the whole name of the file, without its folder.
        """
        for path in self.paths:
            if found := re.fullmatch(pattern, path.name):
                yield path, found

    def read(self, path: Path) -> bytes:
        """Return the content of a file that is imported. Raises FileError if the file cannot be read."""
        if not self.is_zip:
            return filesystem.read(path, TABLE_BYTES) if self._piped is None else self._piped
        archive = self._open()
        name = path.relative_to(self.source).as_posix()
        try:
            with archive.open(name) as file:
                data = file.read(TABLE_BYTES + 1)
        except KeyError as error:
            raise FileError(f"{sanitize(path, 200)}: {_ZIPPED}: it has no such file") from error
        except RuntimeError as error:
            raise FileError(f"{sanitize(path, 200)}: {_ZIPPED}: it is encrypted") from error
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, zlib.error, ValueError) as error:
            raise FileError(f"{sanitize(path, 200)}: {_ZIPPED}: {sanitize(error, 100)}") from error
        if len(data) > TABLE_BYTES:
            raise FileError(f"{sanitize(path, 200)}: is larger than {TABLE_BYTES // 2**20} MiB, the most that is read")
        return data

    def measure(self, path: Path) -> int:
        """Return the size in bytes of a file that is imported, or 0 if the imported folder has no such file."""
        if self.is_zip:
            return self._open().getinfo(path.relative_to(self.source).as_posix()).file_size
        if self._piped is not None:
            return len(self._piped)
        return os.path.getsize(path) if os.path.isfile(path) else 0

    def open(self, path: Path) -> IO[bytes]:
        """Open a file that is imported, to read it in parts. Raises FileError if the file cannot be opened."""
        try:
            if self.is_zip:
                return self._open().open(path.relative_to(self.source).as_posix())
            return path.open("rb") if self._piped is None else io.BytesIO(self._piped)
        except (OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise FileError(f"{sanitize(path, 200)}: cannot be read: {sanitize(error, 100)}") from error

    def _open(self) -> zipfile.ZipFile:
        try:
            archive = filesystem.open_zip(self.source if self._piped is None else io.BytesIO(self._piped))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
            raise FileError(f"{self.name}: is not a zip: {sanitize(error, 100)}") from error
        if len(archive.namelist()) > MOST_FILES:
            raise FileError(f"{self.name}: has more than {MOST_FILES:,} files; is this the right zip?")
        return archive


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and its subfolders, without following links to folders."""
    count = 0
    for parent, folders, names in os.walk(folder):
        depth = len(Path(parent).relative_to(folder).parts)
        folders[:] = sorted(folders) if depth < DEEPEST else []
        for name in sorted((*folders, *names)):  # a folder may have the name of a table
            count += 1
            if count > MOST_FILES:
                raise FileError(
                    f"{sanitize(folder, 200)}: has more than {MOST_FILES:,} files; is this the right folder?"
                )
            yield Path(parent, name)
