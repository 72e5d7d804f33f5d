using System.Reflection;

namespace Speckit.Sdk.Hosting;

/// <summary>What a plugin says to a person who starts it by hand.</summary>
internal static class PluginIntroduction
{
    /// <summary>The exit code of bad usage.</summary>
    public const int ExitCode = 2;

    public static async Task<int> WriteAsync(PluginHandlers handlers, TextWriter output)
    {
        var name = Assembly.GetEntryAssembly()?.GetName().Name ?? "This program";
        await output.WriteLineAsync($"{name} is a Speckit plugin. It is started by Speckit, not by hand.");
        foreach (var command in handlers.Commands.Values)
        {
            await output.WriteLineAsync($"  specify run {command.Name}    {command.Description}");
        }

        await output.WriteLineAsync("Install it with 'specify plugin install', then run its commands as above.");
        return ExitCode;
    }
}
