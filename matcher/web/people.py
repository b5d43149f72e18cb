"""The person's page, built together; welcoming somebody; handing the screen over."""

from fastapi import APIRouter

router = APIRouter()
