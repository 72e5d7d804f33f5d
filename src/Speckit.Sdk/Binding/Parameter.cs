using System.Globalization;
using System.Reflection;

namespace Speckit.Sdk.Binding;

/// <summary>A property of a command that an argument or an option fills.</summary>
internal sealed class Parameter
{
    private readonly PropertyInfo _property;
    private readonly Type _elementType;
    private readonly object? _default;

    public Parameter(PropertyInfo property, string label, object? defaultValue)
    {
        _property = property;
        Label = label;
        IsArray = property.PropertyType.IsArray;
        var type = IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
        IsNullable = Nullable.GetUnderlyingType(type) is not null;
        _elementType = Nullable.GetUnderlyingType(type) ?? type;
        if (!property.CanWrite || !ValueConverter.IsSupported(_elementType) || (IsArray && IsNullable))
        {
            throw new InvalidOperationException(
                $"The property '{property.DeclaringType}.{property.Name}' cannot be filled: it needs a setter, and a string, bool, int, long, double, enumeration, or an array of these."
            );
        }

        _default = defaultValue is null
            ? null
            : ValueConverter.Convert(
                label,
                _elementType,
                System.Convert.ToString(defaultValue, CultureInfo.InvariantCulture)!
            );
    }

    /// <summary>What messages call it.</summary>
    public string Label { get; }

    public bool IsArray { get; }

    public bool IsNullable { get; }

    public bool IsFlag => _elementType == typeof(bool);

    public bool HasDefault => _default is not null;

    /// <summary>Fills the property with its default; leaves the property's initial value when there is none.</summary>
    public void SetDefault(Command command)
    {
        if (_default is null)
        {
            return;
        }

        if (IsArray)
        {
            SetArray(command, [_default]);
        }
        else
        {
            _property.SetValue(command, _default);
        }
    }

    /// <summary>Fills the property.</summary>
    /// <exception cref="UsageException">A text is no such value, or there are several where one is wanted.</exception>
    public void Set(Command command, IReadOnlyList<string> texts)
    {
        if (IsArray)
        {
            SetArray(command, [.. texts.Select(text => ValueConverter.Convert(Label, _elementType, text))]);
            return;
        }

        if (texts.Count != 1)
        {
            throw new UsageException(
                FormattableString.Invariant($"{Label} takes one value; {texts.Count} were given.")
            );
        }

        _property.SetValue(command, ValueConverter.Convert(Label, _elementType, texts[0]));
    }

    private void SetArray(Command command, object[] values)
    {
        var array = Array.CreateInstanceFromArrayType(_property.PropertyType, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            array.SetValue(values[i], i);
        }

        _property.SetValue(command, array);
    }
}
