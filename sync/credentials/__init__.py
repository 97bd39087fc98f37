"""Where secrets are kept: environment, service manager, system keyring, or a 0600 file by choice.

`Credentials(base)` is all that the rest of the program uses. No secret appears in the `repr`, in
an exception text or in a log.
"""

from sync.credentials.errors import CredentialError, NoStoreError, StoreTroubleError
from sync.credentials.secret import Secret
from sync.credentials.store import Credentials

__all__ = ["CredentialError", "Credentials", "NoStoreError", "Secret", "StoreTroubleError"]
