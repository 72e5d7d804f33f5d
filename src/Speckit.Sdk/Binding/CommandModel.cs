using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Binding;

/// <summary>A command's parameters, read once from its attributes, and how a call fills them.</summary>
internal sealed class CommandModel
{
    internal const DynamicallyAccessedMemberTypes Needed =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    private readonly List<(Parameter Parameter, bool Required)> _arguments = [];
    private readonly Dictionary<string, (Parameter Parameter, bool Required)> _options = new(StringComparer.Ordinal);

    private CommandModel(CommandAttribute attribute, Func<Command> create)
    {
        Name = attribute.Name;
        Description = attribute.Description;
        Create = create;
    }

    public string Name { get; }

    public string Description { get; }

    /// <summary>Makes one with nothing filled.</summary>
    public Func<Command> Create { get; }

    /// <summary>Reads a command's attributes.</summary>
    /// <exception cref="InvalidOperationException">They make no sense: a mistake of the plugin's author.</exception>
    public static CommandModel Of<[DynamicallyAccessedMembers(Needed)] T>()
        where T : Command, new()
    {
        var type = typeof(T);
        var attribute =
            type.GetCustomAttribute<CommandAttribute>()
            ?? throw new InvalidOperationException($"The command '{type}' needs a [Command(\"name\")] attribute.");
        var model = new CommandModel(attribute, static () => new T());
        model.ReadProperties(type.GetProperties(BindingFlags.Public | BindingFlags.Instance));
        return model;
    }

    /// <summary>A fresh command, filled.</summary>
    /// <exception cref="UsageException">The call does not fit; the message is for a person.</exception>
    public Command Bind(CommandRunParams call)
    {
        var command = Create();
        BindOptions(command, call.Options);
        BindArguments(command, call.Arguments);
        return command;
    }

    private void ReadProperties(PropertyInfo[] properties)
    {
        var arguments = new SortedDictionary<int, (Parameter Parameter, bool Required)>();
        foreach (var property in properties)
        {
            if (property.GetCustomAttribute<ArgumentAttribute>() is { } argument)
            {
                var parameter = new Parameter(property, $"The argument '{argument.Name}'", argument.Default);
                var required =
                    argument.Required && !parameter.HasDefault && !parameter.IsArray && !parameter.IsNullable;
                if (!arguments.TryAdd(argument.Position, (parameter, required)))
                {
                    throw new InvalidOperationException(
                        $"Two arguments of '{Name}' have the position {argument.Position}."
                    );
                }
            }

            if (property.GetCustomAttribute<OptionAttribute>() is { } option)
            {
                var parameter = new Parameter(property, $"--{option.Name}", option.Default);
                if (!_options.TryAdd(option.Name, (parameter, option.Required && !parameter.HasDefault)))
                {
                    throw new InvalidOperationException($"Two options of '{Name}' are called --{option.Name}.");
                }
            }
        }

        _arguments.AddRange(arguments.Values);
        for (var i = 0; i < _arguments.Count; i++)
        {
            var last = i == _arguments.Count - 1;
            if (
                (_arguments[i].Parameter.IsArray && !last)
                || (i > 0 && _arguments[i].Required && !_arguments[i - 1].Required)
            )
            {
                throw new InvalidOperationException(
                    $"The arguments of '{Name}' are ambiguous: an array comes last, and a required argument before optional ones."
                );
            }
        }
    }

    private void BindArguments(Command command, IReadOnlyList<string> values)
    {
        for (var i = 0; i < _arguments.Count; i++)
        {
            var (parameter, required) = _arguments[i];
            if (i < values.Count)
            {
                parameter.Set(command, parameter.IsArray ? [.. values.Skip(i)] : [values[i]]);
            }
            else if (required)
            {
                throw new UsageException($"{parameter.Label} of '{Name}' is missing.");
            }
            else
            {
                parameter.SetDefault(command);
            }
        }

        if (values.Count > _arguments.Count && (_arguments.Count == 0 || !_arguments[^1].Parameter.IsArray))
        {
            throw new UsageException(
                FormattableString.Invariant(
                    $"'{Name}' takes {_arguments.Count} argument(s); '{values[_arguments.Count]}' is one too many."
                )
            );
        }
    }

    private void BindOptions(Command command, IReadOnlyDictionary<string, JsonElement> values)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            var name = key.TrimStart('-');
            if (!_options.TryGetValue(name, out var option))
            {
                var known = _options.Keys.Select(k => $"--{k}");
                throw new UsageException($"'{Name}' has no option --{name}.{DidYouMean.Suggest($"--{name}", known)}");
            }

            if (!given.Add(name))
            {
                throw new UsageException($"--{name} is given twice.");
            }

            option.Parameter.Set(command, Texts(option.Parameter, value));
        }

        foreach (var (name, (parameter, required)) in _options)
        {
            if (given.Contains(name))
            {
                continue;
            }

            if (required)
            {
                throw new UsageException($"'{Name}' needs --{name}.");
            }

            parameter.SetDefault(command);
        }
    }

    private static string[] Texts(Parameter parameter, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => Text(parameter, item))]
            : [Text(parameter, value)];

    private static string Text(Parameter parameter, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String when parameter.IsFlag && value.ValueEquals(""u8) => "true",
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True when parameter.IsFlag => "true",
            JsonValueKind.False when parameter.IsFlag => "false",
            JsonValueKind.True => throw new UsageException($"{parameter.Label} needs a value."),
            _ => throw new UsageException($"{parameter.Label} has a value that is not text."),
        };
}
