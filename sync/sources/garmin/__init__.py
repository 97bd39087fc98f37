"""Garmin Connect: sign-in, what it is asked, and what its answers mean."""
