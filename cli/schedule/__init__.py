"""The one entry by which the system runs `training-brain --sync`: cron, systemd or launchd."""
