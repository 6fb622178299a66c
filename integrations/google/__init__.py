"""One adapter per Google API, all retries and quotas in one place."""
