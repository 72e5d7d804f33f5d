namespace Speckit.Host.Sandbox.Seccomp;

/// <summary>No plugin makes a file with the set-user-ID or set-group-ID bit: another user of the machine who reaches such a file would run it
/// with this user's rights, outside of every sandbox and after the plugin has ended.</summary>
internal static class SetIdFilter
{
    private const uint SetIds = 0xC00;

    /// <summary>O_CREAT and the bit that is O_TMPFILE's own; without them the mode is whatever the register holds.</summary>
    private const uint Creates = 0x400040;

    /// <summary>Adds the steps.</summary>
    /// <param name="program">The filter.</param>
    /// <param name="pretend">Whether any other change of a mode is answered with success and not done
    /// (<see cref="SharedMachineFilter"/>).</param>
    internal static void Add(FilterProgramBuilder program, bool pretend)
    {
        program.For("chmod", b => Change(b, 1, pretend));
        program.For("fchmod", b => Change(b, 1, pretend));
        program.For("fchmodat", b => Change(b, 2, pretend));
        program.For("fchmodat2", b => Change(b, 2, pretend));
        program.For("mkdir", b => Mode(b, 1));
        program.For("mkdirat", b => Mode(b, 2));
        program.For("mknod", b => Mode(b, 1));
        program.For("mknodat", b => Mode(b, 2));
        program.For("creat", b => Mode(b, 1));
        program.For("open", b => Open(b, 1));
        program.For("openat", b => Open(b, 2));
    }

    private static void Open(FilterProgramBuilder block, int flags)
    {
        block.LoadArgument(flags);
        block.ReturnUnlessAnyBit(Creates, SeccompFilter.Allow);
        Mode(block, flags + 1);
    }

    private static void Change(FilterProgramBuilder block, int argument, bool pretend)
    {
        Mode(block, argument);
        if (pretend)
        {
            block.Return(SeccompFilter.Pretended);
        }
    }

    private static void Mode(FilterProgramBuilder block, int argument)
    {
        block.LoadArgument(argument);
        block.ReturnIfAnyBit(SetIds, SeccompFilter.NotPermitted);
    }
}
