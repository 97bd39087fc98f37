"""Garmin's answers as canonical values. Pure functions of the decoded JSON.

Every function takes whatever came, of whatever shape, and yields what it recognises: an absent
field, a null, a sentinel and a wrong type are all the same "unknown".
"""
