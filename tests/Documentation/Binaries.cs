namespace Documentation;

/// <summary>The built programs that the documentation is about; <c>./run test</c> says where they are.</summary>
internal static class Binaries
{
    public const string Variable = "SPECKIT_BIN";

    public static string Folder =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : throw new InvalidOperationException($"{Variable} does not name the folder of specify: use ./run test.");
}
