using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Seccomp;

/// <summary>Writes a filter from steps that each end it or fall through to the next: no jump is longer than its own step, so that none can be
/// too long for BPF's eight bits.</summary>
/// <param name="calls">The processor's numbers.</param>
internal sealed class FilterProgramBuilder(SystemCalls calls)
{
    private const uint FirstArgumentOffset = 16;
    private readonly ImmutableArray<BpfInstruction>.Builder _program = ImmutableArray.CreateBuilder<BpfInstruction>();

    internal ImmutableArray<BpfInstruction> Build() => _program.ToImmutable();

    internal void Load(uint offset) => Add(BpfInstruction.LoadWord, offset);

    /// <summary>Loads the lower half of an argument: all that the kernel looks at, for the arguments that the filter looks at.</summary>
    internal void LoadArgument(int index) => Load(FirstArgumentOffset + (8 * (uint)index));

    internal void Mask(uint bits) => Add(BpfInstruction.And, bits);

    internal void Return(uint action) => Add(BpfInstruction.Return, action);

    internal void ReturnUnlessEqual(uint value, uint action) => ReturnUnlessOneOf([value], action);

    internal void ReturnIfAtLeast(uint value, uint action)
    {
        Jump(BpfInstruction.JumpIfGreaterOrEqual, value, 0, 1);
        Return(action);
    }

    internal void ReturnIfGreater(uint value, uint action)
    {
        Jump(BpfInstruction.JumpIfGreater, value, 0, 1);
        Return(action);
    }

    internal void ReturnIfAnyBit(uint bits, uint action)
    {
        Jump(BpfInstruction.JumpIfAnyBit, bits, 0, 1);
        Return(action);
    }

    internal void ReturnUnlessAnyBit(uint bits, uint action)
    {
        Jump(BpfInstruction.JumpIfAnyBit, bits, 1, 0);
        Return(action);
    }

    internal void ReturnUnlessOneOf(ImmutableArray<uint> values, uint action)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Jump(BpfInstruction.JumpIfEqual, values[i], (byte)(values.Length - i), 0);
        }

        Return(action);
    }

    internal void ReturnUnlessArgumentIsOneOf(int index, ImmutableArray<uint> values, uint action)
    {
        LoadArgument(index);
        ReturnUnlessOneOf(values, action);
    }

    internal void ReturnIfArgumentIsOneOf(int index, ImmutableArray<uint> values, uint action)
    {
        LoadArgument(index);
        foreach (var value in values)
        {
            Jump(BpfInstruction.JumpIfEqual, value, 0, 1);
            Return(action);
        }
    }

    /// <summary>Ends with an action for calls of these names, where the processor has them. The call's number is loaded.</summary>
    internal void ReturnFor(ImmutableArray<string> names, uint action)
    {
        foreach (var name in names)
        {
            if (calls.Numbers.TryGetValue(name, out var number))
            {
                Jump(BpfInstruction.JumpIfEqual, (uint)number, 0, 1);
                Return(action);
            }
        }
    }

    /// <summary>Steps for one call alone, where the processor has it; it is allowed when none of them ends it. The call's number is
    /// loaded.</summary>
    internal void For(string name, Action<FilterProgramBuilder> steps)
    {
        if (!calls.Numbers.TryGetValue(name, out var number))
        {
            return;
        }

        var block = new FilterProgramBuilder(calls);
        steps(block);
        block.Return(SeccompFilter.Allow);
        Jump(BpfInstruction.JumpIfEqual, (uint)number, 0, checked((byte)block._program.Count));
        _program.AddRange(block._program);
    }

    private void Add(ushort code, uint operand) => _program.Add(new BpfInstruction(code, 0, 0, operand));

    private void Jump(ushort code, uint operand, byte ifTrue, byte ifFalse) =>
        _program.Add(new BpfInstruction(code, ifTrue, ifFalse, operand));
}
