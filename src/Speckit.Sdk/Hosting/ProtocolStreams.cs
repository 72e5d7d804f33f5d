using Microsoft.Win32.SafeHandles;

namespace Speckit.Sdk.Hosting;

/// <summary>
/// Standard input and output, kept for the protocol. The rest of the program, native code and child processes get an empty
/// input, and standard error as their output: nothing that is printed by accident can break the conversation.
/// </summary>
internal static class ProtocolStreams
{
    /// <summary>Takes both, once for the process.</summary>
    public static (Stream Input, Stream Output) Take()
    {
        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);
        return OperatingSystem.IsWindows() ? TakeHandles() : TakeDescriptors();
    }

    private static (Stream Input, Stream Output) TakeHandles() =>
        (Console.OpenStandardInput(), Console.OpenStandardOutput());

    private static (Stream Input, Stream Output) TakeDescriptors()
    {
        var input = Descriptors.Copy(Descriptors.Input);
        var output = Descriptors.Copy(Descriptors.Output);
        using (var nothing = File.OpenHandle("/dev/null"))
        {
            Descriptors.Replace(Descriptors.Input, (int)nothing.DangerousGetHandle());
        }

        Descriptors.Replace(Descriptors.Output, Descriptors.Error);
        return (Open(input, FileAccess.Read), Open(output, FileAccess.Write));
    }

    private static FileStream Open(int descriptor, FileAccess access) =>
        new(new SafeFileHandle(descriptor, ownsHandle: true), access, bufferSize: 0);
}
