"""The firm option of each decision: the one that its best advocate would call resolve."""

FIRM = {
    "the_address": "plan_strike",
    "the_games": "hold_dates",
    "the_invitation": "deeds_first",
    "templates": "cancel",
    "the_text": "whole",
    "the_promise": "bargain",
    "tell_america": "dangerous",
    "the_july_ask": "inventory",
    "the_hostile_letter": "cancel",
    "leak_week": "inventory",
    "seouls_speed": "slow",
    "the_second_summit": "everything",
}
ON_THE_LADDER = {"the_incident.strike", "the_incident.move_the_families", "the_last_step.send_it"}
