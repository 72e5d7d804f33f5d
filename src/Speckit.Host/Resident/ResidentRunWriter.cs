using System.Text.Json;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>Writes <see cref="ResidentRunParams"/> as the serializer would, without its start, which takes longer than the call.</summary>
internal static class ResidentRunWriter
{
    internal static void Write(Utf8JsonWriter json, ResidentRunParams run)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, run.Version);
        json.WriteString("program"u8, run.Program);
        json.WriteString("project"u8, run.Project);
        json.WritePropertyName("call"u8);
        WriteCall(json, run.Call);
        json.WriteStartObject("variables"u8);
        foreach (var (name, value) in run.Variables)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, CommandRunParams call)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, call.Name);
        json.WriteStartArray("arguments"u8);
        foreach (var argument in call.Arguments)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteStartObject("options"u8);
        foreach (var (name, value) in call.Options)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
