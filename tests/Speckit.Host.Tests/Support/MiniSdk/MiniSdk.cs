using Speckit.Host.Sdks;

namespace Speckit.Host.Tests.Support.MiniSdk;

/// <summary>The smallest SDKs that run Python and Node plugins, laid out as the real ones are: with them a test's plugin says to the host
/// exactly what the test wants.</summary>
internal static class MiniSdk
{
    /// <summary>Writes them, and gives the variables that name their place.</summary>
    public static Func<string, string?> Install(TempFolder folder)
    {
        var share = folder.At("share", "speckit");
        Copy("runner.py", share, "python", "speckit_sdk", "__main__.py");
        Copy("runner.js", share, "node_modules", "@ospec", "plugin-sdk", "dist", "runner.js");
        return name => name == SdkLocation.ShareVariable ? share : Environment.GetEnvironmentVariable(name);
    }

    private static void Copy(string file, params ReadOnlySpan<string> target)
    {
        var path = Path.Combine(target);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var source = typeof(MiniSdk).Assembly.GetManifestResourceStream(file)!;
        using var copy = File.Create(path);
        source.CopyTo(copy);
    }
}
