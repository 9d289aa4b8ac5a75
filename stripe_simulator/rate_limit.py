"""Requests per second, per account and mode: in all, and per endpoint. Off unless a rule switches it on.

[DOC docs.stripe.com/rate-limits] 429, `Stripe-Rate-Limited-Reason`, no `Retry-After`, nothing saved for the key.
"""

import time
from collections import defaultdict, deque

from .errors import StripeError


class RateLimit:
    def __init__(self):
        self.recent = defaultdict(deque)

    def check(self, limits, world, endpoint):
        if limits:
            self._count((world, "all"), limits["per_second"], "global-rate")
            self._count((world, endpoint), limits["per_endpoint"], "endpoint-rate")

    def _count(self, key, limit, reason):
        now, moments = time.monotonic(), self.recent[key]
        while moments and moments[0] <= now - 1:
            moments.popleft()
        if len(moments) >= limit:
            raise RateLimited(reason)
        moments.append(now)


class RateLimited(StripeError):
    def __init__(self, reason="global-rate"):
        message = "Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits."
        super().__init__(message, status=429, code="rate_limit")
        self.headers = {"Stripe-Rate-Limited-Reason": reason}


class LockTimeout(StripeError):
    """Another request or Stripe process holds the object. The SDK may retry it."""

    def __init__(self):
        message = (
            "This object cannot be accessed right now because another API request or Stripe process is currently "
            "accessing it. If you see this error intermittently, retry the request."
        )
        super().__init__(message, status=429, code="lock_timeout")
        self.headers = {"Stripe-Should-Retry": "true"}
