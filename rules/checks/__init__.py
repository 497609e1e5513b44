"""The checks, one module a kind of question; importing this package registers them all."""

from rules.checks import absent_annex as absent_annex
from rules.checks import agreement as agreement
from rules.checks import annex as annex
from rules.checks import bare_goal as bare_goal
from rules.checks import carried as carried
from rules.checks import catchword as catchword
from rules.checks import charge as charge
from rules.checks import circle as circle
from rules.checks import citation as citation
from rules.checks import companion as companion
from rules.checks import coverage as coverage
from rules.checks import deadline as deadline
from rules.checks import duplicate as duplicate
from rules.checks import edition as edition
from rules.checks import field as field
from rules.checks import follow_up as follow_up
from rules.checks import foreign as foreign
from rules.checks import indicator_table as indicator_table
from rules.checks import lever as lever
from rules.checks import local_duty as local_duty
from rules.checks import measure as measure
from rules.checks import near as near
from rules.checks import number as number
from rules.checks import numeral as numeral
from rules.checks import open_end as open_end
from rules.checks import ordered as ordered
from rules.checks import pace as pace
from rules.checks import pending_yardstick as pending_yardstick
from rules.checks import plausible as plausible
from rules.checks import project as project
from rules.checks import promise as promise
from rules.checks import quantity as quantity
from rules.checks import responsibility as responsibility
from rules.checks import restated as restated
from rules.checks import stage as stage
from rules.checks import starting_point as starting_point
from rules.checks import structure as structure
from rules.checks import target as target
from rules.checks import target_value as target_value
from rules.checks import template as template
from rules.checks import term_form as term_form
from rules.checks import timeliness as timeliness
from rules.checks import trend as trend
from rules.checks import twin_platform as twin_platform
from rules.checks import typography as typography
from rules.checks import undefined as undefined
from rules.checks import unit as unit
from rules.checks import whole as whole
from rules.checks import wording as wording
from rules.checks import yardstick as yardstick
from rules.checks import year_plan as year_plan
from rules.rulebook import load_wording

loaded = load_wording()
