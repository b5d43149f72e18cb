"""Signing in and out for whoever has an account, and links that work once."""

from fastapi import APIRouter

router = APIRouter()
