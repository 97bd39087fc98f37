"""Files of the athlete: FIT, GPX and TCX, alone, in folders or in archives."""
