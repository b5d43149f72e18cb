"""Pages of a lead: invite, move, disable, see counts; never a person."""

from fastapi import APIRouter

router = APIRouter()
