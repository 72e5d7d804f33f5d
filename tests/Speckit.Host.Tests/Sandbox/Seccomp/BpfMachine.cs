using System.Buffers.Binary;
using System.Collections.Immutable;
using Speckit.Host.Sandbox.Seccomp;

namespace Speckit.Host.Tests.Sandbox.Seccomp;

/// <summary>Runs a filter as the kernel does, on <c>struct seccomp_data</c>, and refuses what the kernel's checker refuses.</summary>
internal sealed class BpfMachine(ImmutableArray<BpfInstruction> program)
{
    private const int DataSize = 64;

    public uint Run(uint architecture, uint number, params ReadOnlySpan<ulong> arguments)
    {
        Span<byte> data = stackalloc byte[DataSize];
        data.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], architecture);
        for (var i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data[(16 + (8 * i))..], arguments[i]);
        }

        var accumulator = 0u;
        for (var at = 0; ; at++)
        {
            var step = program[at];
            switch (step.Code)
            {
                case BpfInstruction.LoadWord:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data[(int)step.Operand..]);
                    break;
                case BpfInstruction.And:
                    accumulator &= step.Operand;
                    break;
                case BpfInstruction.JumpIfEqual:
                    at += accumulator == step.Operand ? step.IfTrue : step.IfFalse;
                    break;
                case BpfInstruction.JumpIfGreater:
                    at += accumulator > step.Operand ? step.IfTrue : step.IfFalse;
                    break;
                case BpfInstruction.JumpIfGreaterOrEqual:
                    at += accumulator >= step.Operand ? step.IfTrue : step.IfFalse;
                    break;
                case BpfInstruction.JumpIfAnyBit:
                    at += (accumulator & step.Operand) != 0 ? step.IfTrue : step.IfFalse;
                    break;
                case BpfInstruction.Return:
                    return step.Operand;
                default:
                    throw new InvalidOperationException($"unknown operation {step.Code:x}");
            }
        }
    }

    /// <summary>Every jump stays inside, every load is aligned and inside, the end is a return.</summary>
    public void Check()
    {
        program.Length.ShouldBeInRange(1, 4096);
        program[^1].Code.ShouldBe(BpfInstruction.Return);
        for (var i = 0; i < program.Length; i++)
        {
            (i + 1 + Math.Max(program[i].IfTrue, program[i].IfFalse)).ShouldBeLessThanOrEqualTo(
                program.Length - 1 + (program[i].Code == BpfInstruction.Return ? 1 : 0)
            );
            if (program[i].Code == BpfInstruction.LoadWord)
            {
                (program[i].Operand % 4).ShouldBe(0u);
                program[i].Operand.ShouldBeLessThanOrEqualTo(DataSize - 4u);
            }
        }
    }
}
