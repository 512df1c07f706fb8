"""From LLVM's code to machine code for this processor."""

import os
from collections.abc import Iterable
from functools import cache

import llvmlite.binding as llvm

from tightrope.model.compile.calling import Code
from tightrope.model.compile.module import Module, Target
from tightrope.scenarios.errors import InputError, shown

__all__ = ["LANES", "loaded", "object_code", "processor", "target"]

LANES = (1, 8)
"""How many borrowers may be lived at a time."""
_SIDE_BY_SIDE = {"avx512dq": (True, True, False), "avx2": (False, False, True)}
"""Vector units that gain by eight lanes, the best first, and what ``Target`` says of each."""


@cache
def processor() -> tuple[str, str]:
    """Return the name of this processor and what it can do, as LLVM puts it."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def target(lanes: int | None = None) -> Target:
    """Return what code is best made for here, or for so many lanes; ``TIGHTROPE_LANES`` may say how many as well.

    InputError where it says what cannot be.
    """
    can = processor()[1].split(",")
    unit = next((unit for unit in _SIDE_BY_SIDE if f"+{unit}" in can), None)
    asked = lanes or _lanes_wanted() or LANES[unit is not None]
    return Target(asked, *_SIDE_BY_SIDE.get(unit or "", (False, False, False)))


def _lanes_wanted() -> int | None:
    given = os.environ.get("TIGHTROPE_LANES")
    if given and given not in map(str, LANES):
        raise InputError(f"the environment says TIGHTROPE_LANES={shown(given)}: it must be 1 or 8; unset it")
    return int(given) if given else None


def object_code(module: Module) -> bytes:
    """Return the object file of a module."""
    name, features = processor()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=name, features=features, opt=3, reloc="pic", codemodel="small"
    )
    parsed = llvm.parse_assembly(str(module.ir))
    parsed.triple, parsed.data_layout = machine.triple, str(machine.target_data)
    parsed.verify()
    _improve(parsed, machine, combine=not module.target.blends_by_signs)
    code: bytes = machine.emit_object(parsed)
    return code


def _improve(module: llvm.ModuleRef, machine: llvm.TargetMachine, *, combine: bool) -> None:
    """Put rules into what calls them and take out what is done twice.

    LLVM's own choice of passes would make the code no faster and take four times as long. Its combining of instructions
    makes single bits of masks as wide as numbers: where masks have no registers of their own, all the turning to and
    fro costs more than it saves.
    """
    passes = llvm.create_new_module_pass_manager()
    combining = (passes.add_instruction_combine_pass,) if combine else ()
    for add in (
        passes.add_sroa_pass,
        passes.add_simplify_cfg_pass,
        passes.add_always_inliner_pass,
        passes.add_global_dead_code_eliminate_pass,
        passes.add_sroa_pass,
        passes.add_simplify_cfg_pass,
        *combining,
        passes.add_new_gvn_pass,
        passes.add_aggressive_dce_pass,
        passes.add_simplify_cfg_pass,
    ):
        add()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))


def loaded(objects: Iterable[bytes], names: Iterable[str]) -> Code:
    """Return functions of some object files, ready to be called."""
    processor()  # makes it known to LLVM
    library = llvm.JITLibraryBuilder().add_current_process()
    for code in objects:
        library.add_object_img(code)
    for name in names:
        library.export_symbol(name)
    linked = library.link(llvm.create_lljit_compiler(), "rules")
    return Code({name: linked[name] for name in names}, linked)
