"""The list: saved for later, decided together, compared, printed, taken away."""

from fastapi import APIRouter

router = APIRouter()
