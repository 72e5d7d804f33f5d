using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>The forms of the messages that every talk with a plugin begins with. A form takes part of a millisecond at its first use: they are made
/// ready while the sandbox is, and nobody waits for them.</summary>
internal static class MessageForms
{
    private static readonly byte[] Nothing = "null"u8.ToArray();
    private static int _areReady;

    /// <summary>Makes them ready, once in a process.</summary>
    internal static void Prepare()
    {
        if (Interlocked.Exchange(ref _areReady, 1) == 1)
        {
            return;
        }

        var forms = ProtocolJsonContext.Default;
        Use(forms.InitializeParams);
        Use(forms.InitializeResult);
        Use(forms.ConfigureParams);
        Use(forms.Empty);
        Use(forms.CommandRunParams);
        Use(forms.CommandRunResult);
        Use(forms.EventEnvelope);
    }

    private static void Use<T>(JsonTypeInfo<T> form)
        where T : class => _ = JsonSerializer.Deserialize(Nothing, form);
}
