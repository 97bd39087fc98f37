"""What can go wrong with the mirror. Each message: one line that names file and way out."""


class MirrorError(Exception):
    """Base of all; `str(error)` is fit to be shown to the athlete as it is."""


class MirrorTooNewError(MirrorError):
    """The file was written by a newer training-brain."""


class MirrorCorruptError(MirrorError):
    """The file is no SQLite database, or a damaged one."""


class MirrorUnwritableError(MirrorError):
    """No permission, a read-only place, or no space left."""


class MirrorBusyError(MirrorError):
    """Another process has held the write lock for longer than we wait."""
