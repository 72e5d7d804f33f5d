using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Seccomp;

/// <summary>One instruction of a classic BPF program: <c>struct sock_filter</c>.</summary>
/// <param name="Code">The operation.</param>
/// <param name="IfTrue">How many instructions a jump that holds skips.</param>
/// <param name="IfFalse">How many instructions a jump that does not hold skips.</param>
/// <param name="Operand">The constant.</param>
internal readonly record struct BpfInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand)
{
    internal const ushort LoadWord = 0x20;
    internal const ushort And = 0x54;
    internal const ushort JumpIfEqual = 0x15;
    internal const ushort JumpIfGreater = 0x25;
    internal const ushort JumpIfGreaterOrEqual = 0x35;
    internal const ushort JumpIfAnyBit = 0x45;
    internal const ushort Return = 0x06;

    internal const int Size = 8;

    /// <summary>A program in the form that the kernel takes.</summary>
    internal static byte[] Encode(ImmutableArray<BpfInstruction> program)
    {
        var bytes = new byte[program.Length * Size];
        for (var i = 0; i < program.Length; i++)
        {
            var at = bytes.AsSpan(i * Size);
            BinaryPrimitives.WriteUInt16LittleEndian(at, program[i].Code);
            at[2] = program[i].IfTrue;
            at[3] = program[i].IfFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], program[i].Operand);
        }

        return bytes;
    }
}
