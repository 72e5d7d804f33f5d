namespace Speckit.Manifests.Tests.Support;

/// <summary>The example of the JP design, §4, as written there.</summary>
internal static class Sample
{
    public const string FileName = "plugin.yaml";

    public static string Text { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "security-scanner.yaml"));
}
