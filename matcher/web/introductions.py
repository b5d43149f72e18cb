"""What a person does about something on their list: theirs to say, any way."""

from fastapi import APIRouter

router = APIRouter()
