"""A person's page of everything that is held about them, and what they may do."""

from fastapi import APIRouter

router = APIRouter()
