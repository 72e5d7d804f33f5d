using System.Diagnostics;
using System.Globalization;

namespace Speckit.Host.Sandbox;

/// <summary>The variables that differ inside a root of one's own.</summary>
internal static class FullEnvironment
{
    private const string SearchPath = "/usr/local/bin:/usr/bin:/bin";

    internal static void Apply(ProcessStartInfo start, ushort proxyPort)
    {
        start.Environment["PATH"] = SearchPath;
        start.Environment["TMPDIR"] = "/tmp";
        if (proxyPort == 0)
        {
            return;
        }

        var proxy = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{proxyPort}");
        string[] names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
        foreach (var name in names)
        {
            start.Environment[name] = proxy;
        }

        // Node reads the variables only when it is told to.
        start.Environment["NODE_USE_ENV_PROXY"] = "1";
    }
}
