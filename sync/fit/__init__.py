"""FIT files: `decode` reads one, `sync.fit.writer` makes one."""

from sync.fit.decoder import decode, is_fit
from sync.fit.recording import Recording

__all__ = ["Recording", "decode", "is_fit"]
