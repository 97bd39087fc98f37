"""GPX and TCX files."""
