using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Where plugins' words go. The command line shows them; the text is untrusted.</summary>
public interface IPluginConsole
{
    /// <summary>A plugin says something.</summary>
    void Write(string plugin, ConsoleWriteParams message);

    /// <summary>A plugin found something.</summary>
    void Finding(string plugin, Finding finding);

    /// <summary>A plugin moved on.</summary>
    void Progress(string plugin, ProgressParams progress);

    /// <summary>A plugin logs something.</summary>
    void Log(string plugin, LogParams entry);
}
