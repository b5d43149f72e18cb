"""A person's own way in: a card with a code, and the word that opens the rest."""

from fastapi import APIRouter

router = APIRouter()
