"""What is known of careers outside the case: ladders and pay as published estimates, with source and date."""
