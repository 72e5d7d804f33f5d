using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>The program that runs a plugin: Python and Node run with the SDK that came with Speckit, .NET and native plugins bring theirs along.</summary>
/// <param name="Words">The executable and its arguments.</param>
/// <param name="PythonPath">Where Python finds the SDK, or null.</param>
internal sealed record PluginProgram(string[] Words, string? PythonPath = null)
{
    /// <summary>The program for one of a plugin's entry files.</summary>
    /// <param name="runtime">What runs it.</param>
    /// <param name="package">The plugin's folder.</param>
    /// <param name="file">The entry file, absolute.</param>
    /// <param name="variable">Reads an environment variable of the user: the search path, and where the SDKs are.</param>
    internal static Result<PluginProgram> Create(
        PluginRuntime runtime,
        string package,
        string file,
        Func<string, string?> variable
    )
    {
        var sdks = new SdkLocation(variable);
        if (runtime == PluginRuntime.Native)
        {
            return new PluginProgram([file]);
        }

        var found = RuntimeLocator.Require(runtime, variable("PATH"));
        if (!found.TryGet(out var executable))
        {
            return found.Propagate<PluginProgram>();
        }

        return runtime switch
        {
            PluginRuntime.Python => sdks.PythonPath is { } python
                ? new PluginProgram([executable, "-P", "-s", "-B", "-X", "utf8", "-m", "speckit_sdk", package], python)
                : SdkMissing("Python", sdks),
            PluginRuntime.Node => sdks.NodeRunner is { } runner
                ? new PluginProgram([executable, runner, package])
                : SdkMissing("Node", sdks),
            _ => new PluginProgram([executable, file]),
        };
    }

    private static Diagnostic SdkMissing(string language, SdkLocation sdks) =>
        HostDiagnostics.RuntimeUnavailable.Error(
            $"the SDK that runs {language} plugins is not in '{sdks.Share}'",
            $"it comes with Speckit: install Speckit again, or name the folder that has it in {SdkLocation.ShareVariable}"
        );
}
