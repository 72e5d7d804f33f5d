using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.commands</c>.</summary>
internal static class CommandSection
{
    public static ImmutableArray<CommandProvision> Read(Fields provides)
    {
        var declared = new Declared("command", "rename one of them");
        var commands = ImmutableArray.CreateBuilder<CommandProvision>();
        foreach (var fields in provides.Sections("commands"))
        {
            var command = ReadOne(fields);
            declared.Add(command.Name, fields);
            commands.Add(command);
        }

        return commands.ToImmutable();
    }

    private static CommandProvision ReadOne(Fields fields)
    {
        var name = Names.Command(fields);
        var description = fields.RequiredText("description", "what the command does");
        var entrypoint = EntrypointReader.Require(fields, "entrypoint");
        // Arguments and options of one command are handed to its code by name.
        var declared = new Declared("parameter", "give each argument and option a name of its own");
        var arguments = ParameterSection.ReadArguments(fields, declared);
        var options = ParameterSection.ReadOptions(fields, declared);
        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        return new CommandProvision(name, description, entrypoint, arguments, options) { Deprecated = deprecated };
    }
}
