namespace Speckit.Manifests.Tests.Support;

/// <summary>Manifests of the JP dialect.</summary>
internal static class Sample
{
    public const string FileName = "plugin.yaml";

    /// <summary>The example of the JP design, §4, as written there.</summary>
    public static string Text { get; } = Read("security-scanner.yaml");

    /// <summary>A manifest with every key there is.</summary>
    public static string Everything { get; } = Read("everything.yaml");

    private static string Read(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "Jp", name));
}
