"""For authors: reads source notebooks, proves that their exercises are fair, builds what learners receive."""
