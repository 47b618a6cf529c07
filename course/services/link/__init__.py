"""Mandaro Link as a real HTTP API on 127.0.0.1: tokens, consents, pages, rate limits, safe payments, webhooks."""
